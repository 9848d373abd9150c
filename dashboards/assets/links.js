// A cell of a table that leads somewhere: a link, followed as the links of pages are, without loading everything anew.
window.dashAgGridComponentFunctions = Object.assign({}, window.dashAgGridComponentFunctions, {
  AcquisLink: function (cell) {
    const told = cell.valueFormatted == null ? cell.value : cell.valueFormatted;
    const href = cell.data && cell.data[cell.link];
    if (typeof href !== "string" || !href.startsWith("/") || told == null || told === "") {
      return told == null ? null : String(told);
    }
    return window.React.createElement("a", {
      href: href,
      onClick: function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
          return;
        }
        event.preventDefault();
        window.history.pushState({}, "", href);
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
        window.scrollTo(0, 0);
      },
    }, String(told));
  },
});
