// The way to another page keeps what was chosen: of the filters in the address, those that page has controls for.
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  ways: {
    kept: function (search, names, links) {
      return links.map(function (link, place) {
        const chosen = [...new URLSearchParams(search)].filter(([name]) => names[place].includes(name));
        return link.page + (chosen.length ? "?" + new URLSearchParams(chosen) : "");
      });
    },
  },
});
