// Charts are drawn on the server, in the colours the reader sees: which ones, only the browser knows. Mantine goes by what
// the toggle left in the browser's storage, else by the reader's system; so does this, whatever the toggle says: before it
// is used it says light.
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  acquis: {
    palette: function () {
      const kept = window.localStorage.getItem("mantine-color-scheme-value");
      if (kept === "light" || kept === "dark") {
        return kept;
      }
      return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    },
  },
});
