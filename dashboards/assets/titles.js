// The name of a page in the browser's tab and history (WCAG 2.4.2): its question, once the page says it.
(function () {
  const SAID = "#page h1, #page > .state h2";

  // Texts only: what was received may stand in a question, and is never read as more than text.
  function name(head) {
    const subject = head.querySelector(".subject");
    const told = subject ? [subject.textContent, head.textContent.replace(subject.textContent, "")] : [head.textContent];
    return told.map((one) => one.trim()).filter(Boolean).join(" · ");
  }

  function tell() {
    const head = document.querySelector(SAID);
    const title = head && name(head) ? name(head) + " – Acquis" : null;
    if (title && document.title !== title) {
      document.title = title;
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    new MutationObserver(tell).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
})();
