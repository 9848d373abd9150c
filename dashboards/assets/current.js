// What Dash's own links and fields cannot say to assistive technology: which link is where one is, what a file is for.
(function () {
  const MARKED = "a.page-link, a.way, a.grain";

  function mark() {
    document.querySelectorAll(MARKED).forEach((link) => {
      const on = link.classList.contains("on");
      if (on !== link.hasAttribute("aria-current")) {
        on ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
      }
    });
    document.querySelectorAll("input[type=file]:not([aria-label])").forEach((field) => {
      const told = field.parentElement.textContent.trim();
      if (told) {
        field.setAttribute("aria-label", told);
      }
    });
  }

  const watch = { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] };
  document.addEventListener("DOMContentLoaded", function () {
    new MutationObserver(mark).observe(document.body, watch);
  });
})();
