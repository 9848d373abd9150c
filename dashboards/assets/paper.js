// What only the browser can do for paper: charts as wide as it is and in the colours of light, where and when a page is from.
(function () {
  // Takes each colour of the dark palette to its own in the light one, and what is mixed of two to the mixture of theirs
  // (tests/dashboards/test_frame.py holds it to dashboards/theme.py).
  const LIGHT = [
    [0.564, -1.548, -0.146, 294.423],
    [-0.355, -0.710, -0.035, 288.540],
    [-0.369, -1.266, 0.555, 286.039],
  ];
  const ALIKE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9"]; // Okabe and Ito's: on either ground the same
  const HEX = /^#[0-9a-f]{6}$/i, PARTS = /^rgba?\(([^)]*)\)$/;
  const kept = new Map();

  function light(parts) {
    return LIGHT.map((row) => {
      const shade = row[0] * parts[0] + row[1] * parts[1] + row[2] * parts[2] + row[3];
      return Math.round(Math.min(255, Math.max(0, shade)));
    });
  }

  function colour(text) {
    if (HEX.test(text) && !ALIKE.includes(text.toUpperCase())) {
      return "rgb(" + light([1, 3, 5].map((place) => parseInt(text.slice(place, place + 2), 16))).join(",") + ")";
    }
    const found = PARTS.exec(text);
    const parts = found ? found[1].split(",").map(Number) : [];
    if (parts.length < 3 || parts[3] === 0) {
      return text;
    }
    return "rgba(" + [...light(parts), parts.length > 3 ? parts[3] : 1].join(",") + ")";
  }

  function inLight(told) {
    if (typeof told === "string") {
      return colour(told);
    }
    if (Array.isArray(told)) {
      return told.map(inLight);
    }
    if (told && Object.getPrototypeOf(told) === Object.prototype) {
      return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, inLight(value)]));
    }
    return told;
  }

  function onPaper(plot) {
    const room = plot.closest("figure") || plot.parentElement;
    const dark = document.documentElement.getAttribute("data-mantine-color-scheme") === "dark";
    kept.set(plot, [plot.data, plot.layout]);
    const shown = (told) => (dark ? inLight(told) : told);
    const narrow = { width: room.clientWidth, autosize: false, minreducedwidth: 64 }; // paper is not scrolled sideways
    const layout = Object.assign({}, shown(plot.layout), narrow);
    window.Plotly.react(plot, shown(plot.data), layout, plot._context);
  }

  // A table that is scrolled shows a part of itself; on paper a plain one stands in its place, whole and only text.
  function whole(grid) {
    const api = window.dash_ag_grid && window.dash_ag_grid.getApi(JSON.parse(grid.id));
    if (!api) {
      return;
    }
    const table = document.createElement("table"), columns = api.getAllDisplayedColumns();
    const row = (kind, texts) => {
      const line = table.insertRow();
      texts.forEach((text, place) => {
        const cell = line.appendChild(document.createElement(kind));
        cell.textContent = text;
        cell.className = columns[place].getColDef().type === "rightAligned" ? "number" : "";
      });
      return line;
    };
    table.className = "plain on-paper";
    table.createTHead().appendChild(row("th", columns.map((one) => one.getColDef().headerName)));
    api.forEachNodeAfterFilterAndSort((node) => {
      row("td", columns.map((one) => api.getCellValue({ rowNode: node, colKey: one, useFormatter: true }) ?? ""));
    });
    grid.after(table);
  }

  window.addEventListener("beforeprint", function () {
    const main = document.querySelector("main");
    const spoken = (document.querySelector("[lang]:not(html)") || document.documentElement).lang || "en";
    const language = spoken === "en" ? "en-GB" : spoken; // as days are written on the page
    const line = document.querySelector(".printed") || document.createElement("p");
    line.className = "printed";
    const when = new Date().toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
    line.textContent = [...window.acquisNarrowed(), when, location.href].join(" · ");
    main.prepend(line); // where it fills no page of its own
    document.documentElement.classList.add("paper");
    document.querySelectorAll(".js-plotly-plot").forEach(onPaper);
    document.querySelectorAll(".ag-theme-alpine[id^='{']").forEach(whole);
  });
  window.addEventListener("afterprint", function () {
    document.documentElement.classList.remove("paper");
    kept.forEach(([data, layout], plot) => {
      if (plot.isConnected) {
        window.Plotly.react(plot, data, Object.assign({}, layout, { width: undefined, autosize: true }), plot._context);
      }
    });
    kept.clear();
    document.querySelectorAll(".on-paper").forEach((table) => table.remove());
  });
})();
