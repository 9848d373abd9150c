// An option of a filter: units stand as deep as they are in their tree, the chosen one is marked by more than its colour.
window.dashMantineFunctions = Object.assign({}, window.dashMantineFunctions, {
  acquisOption: function (told) {
    return window.React.createElement(
      "span",
      { className: "choice depth-" + Math.min(told.option.depth || 0, 6) },
      told.option.label,
      told.checked ? window.React.createElement("span", { "aria-hidden": "true", className: "tick" }, "✓") : null,
    );
  },
});
