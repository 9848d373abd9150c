// What only the browser can do for a card: draw its chart as a picture.
(function () {
  const WIDTH = 1200, PATIENCE = 5000;

  function plain(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  function folded(text, longest) {
    const lines = [""];
    for (const word of text.split(" ")) {
      if (lines[lines.length - 1].length + word.length > longest) {
        lines.push("");
      }
      lines[lines.length - 1] += (lines[lines.length - 1] ? " " : "") + word;
    }
    return lines;
  }

  // The chart of a card; behind its table it is not drawn, so it is shown first.
  function drawn(card) {
    const found = () => card.querySelector(".js-plotly-plot");
    if (found()) {
      return Promise.resolve(found());
    }
    card.querySelector("[role=tab]").click();
    return new Promise((resolve, reject) => {
      const start = Date.now();
      const timer = setInterval(() => {
        const plot = found();
        if ((plot && plot._fullLayout) || Date.now() - start > PATIENCE) {
          clearInterval(timer);
          plot ? resolve(plot) : reject(new Error("the chart was not drawn"));
        }
      }, 50);
    });
  }

  function picture(plot, told) {
    const style = getComputedStyle(document.documentElement);
    const title = folded(told.title, 80).map((line) => "<b>" + plain(line) + "</b>");
    const under = [...window.acquisNarrowed(), told.period].filter((line) => line).flatMap((line) => folded(line, 150));
    const lines = title.concat(under.map((line) => "<span style='font-size:13px'>" + plain(line) + "</span>"));
    const height = plot.offsetHeight, head = 28 + 24 * lines.length;
    const own = plot.layout.margin || {};
    const margin = { t: (own.t || 0) + head, l: Math.max(24, own.l || 0), r: Math.max(24, own.r || 0), b: Math.max(24, own.b || 0) };
    const layout = Object.assign({}, plot.layout, {
      title: { text: lines.join("<br>"), x: 0, xref: "container", xanchor: "left", pad: { l: 24 }, y: 1, yref: "container",
               yanchor: "top", automargin: false, font: { size: 18, color: style.getPropertyValue("--ink").trim() } },
      paper_bgcolor: style.getPropertyValue("--surface").trim(), margin: margin, width: WIDTH, height: height + head,
      autosize: false,
    });
    layout.title.pad.t = 20;
    const shape = { format: "png", width: WIDTH, height: height + head, scale: 2 };
    return window.Plotly.toImage({ data: plot.data, layout: layout, config: plot._context }, shape);
  }

  function save(address, name) {
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest("button.png");
    if (!button) {
      return;
    }
    button.disabled = true;
    drawn(button.closest(".card"))
      .then((plot) => picture(plot, button.dataset))
      .then((address) => save(address, button.dataset.file))
      .finally(() => { button.disabled = false; });
  });

  // Escape closes what an ⓘ opened wherever the focus is: of itself it does so only from within.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && document.querySelector(".working")) {
      document.body.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
    }
  });
})();
