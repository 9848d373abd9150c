// Links that are marked as where one is say so to assistive technology as well: Dash's own links cannot.
(function () {
  const MARKED = "a.page-link, a.way, a.grain";

  function mark() {
    document.querySelectorAll(MARKED).forEach((link) => {
      const on = link.classList.contains("on");
      if (on !== link.hasAttribute("aria-current")) {
        on ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
      }
    });
  }

  const watch = { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] };
  document.addEventListener("DOMContentLoaded", function () {
    new MutationObserver(mark).observe(document.body, watch);
  });
})();
