// Charts are drawn on the server, in the colours the reader sees: which ones, only the browser knows. The toggle says so
// once it was used; before, Mantine has set what it chose from the reader's system.
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  acquis: {
    palette: function (chosen) {
      const shown = document.documentElement.getAttribute("data-mantine-color-scheme");
      if (chosen || shown === "light" || shown === "dark") {
        return chosen || shown;
      }
      return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    },
  },
});
