// A case shown by a link stands alone: its charts are in the page, and only have to be drawn.
document.addEventListener("DOMContentLoaded", function () {
  document.querySelectorAll("[data-figure]").forEach(function (place) {
    const figure = JSON.parse(place.dataset.figure), spoken = JSON.parse(place.dataset.spoken);
    const config = Object.assign({ displayModeBar: false, responsive: true }, spoken);
    window.Plotly.newPlot(place, figure.data, figure.layout, config);
  });
});
