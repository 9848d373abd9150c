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

  // A component of Mantine keeps for itself what Dash would keep for it: whether it is open. It looks up what its children
  // are by their path in what Dash was told.
  function Live({ told, componentPath }) {
    const [kept, keep] = React.useState({});
    const { children, ...props } = told.props;
    const setProps = (changed) => keep((before) => ({ ...before, ...changed }));
    const made = window.dash_mantine_components[told.type];
    return React.createElement(made, { ...props, ...kept, setProps }, ...elements(children, componentPath));
  }

  function elements(children, path) {
    return children.map((child, place) => element(child, [...path, "props", "children", place]));
  }

  function element(told, path) {
    if (typeof told !== "object") {
      return told;
    }
    if (told.namespace) {
      return React.createElement(Live, { told, componentPath: path });
    }
    const { children, ...props } = told.props;
    if (props.href) {
      props.href = window.dash_clientside.clean_url(props.href);
    }
    if (told.type === "Link") {
      props.onClick = go;
    }
    const made = told.type === "Link" ? "a" : told.type.toLowerCase();
    return React.createElement(made, props, ...elements(children, path));
  }

  function Still({ tree }) {
    return element(tree, [...window.dash_component_api.useDashContext().componentPath, "props", "tree"]);
  }

  window.acquis_components = { Still };
})();
