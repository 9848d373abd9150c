// What an ⓘ tells of statements that something is amiss with takes a while to count: it is asked for once it is opened.
(function () {
  const FRAMES = 90; // how long what a click opens may take to be there

  function ask(place) {
    place.dataset.asked = "yes";
    fetch(place.dataset.amiss, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
      .catch(() => place.dataset.failed)
      .then((text) => { place.textContent = text; });
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest || !event.target.closest("button.info")) {
      return;
    }
    let frames = 0;
    (function look() {
      const places = document.querySelectorAll("[data-amiss]:not([data-asked])");
      places.forEach(ask);
      if (!places.length && (frames += 1) < FRAMES) {
        requestAnimationFrame(look);
      }
    })();
  });
})();
