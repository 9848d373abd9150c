// Makes the elements of what stands still (dashboards/components/still.py): text stays text, whatever it says.
(function () {
  // As a link of Dash does: the address changes without the page being fetched anew.
  function go(event) {
    if (event.metaKey || event.shiftKey || event.altKey || event.ctrlKey) {
      return;
    }
    event.preventDefault();
    window.history.pushState({}, "", event.currentTarget.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  function element(told) {
    if (typeof told !== "object") {
      return told;
    }
    const { children, ...props } = told.props;
    if (props.href) {
      props.href = window.dash_clientside.clean_url(props.href);
    }
    if (told.type === "Link") {
      props.onClick = go;
    }
    return React.createElement(told.type === "Link" ? "a" : told.type.toLowerCase(), props, ...children.map(element));
  }

  window.acquis_components = { Still: ({ tree }) => element(tree) };
})();
