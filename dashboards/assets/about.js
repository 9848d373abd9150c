// What a page is of, in the words its reader chose it by: for pictures (cards.js) and paper (paper.js), which leave the
// filters behind. It is read where it stands, so that it says what is seen; whoever shows it keeps it text.
(function () {
  const CLOSED = "[hidden], .period";
  const CODES = { country: "region", language: "language" };

  function text(element) {
    return element ? element.textContent.trim().replace(/\s+/g, " ") : "";
  }

  // Countries and languages are chosen by their codes; the browser knows what they are called.
  function called(code, type) {
    const language = document.documentElement.lang || "en";
    try {
      return new Intl.DisplayNames([language], { type: type }).of(code) || code;
    } catch {
      return code;
    }
  }

  function chosen(box) {
    const pills = [...box.querySelectorAll(".mantine-Pill-label")].map(text);
    const field = box.querySelector("input:not([type=hidden])");
    const values = (pills.length || !field ? pills : [field.value.trim()]).filter((one) => one);
    const kind = Object.keys(CODES).find((name) => box.classList.contains(name));
    return kind ? values.map((one) => called(one, CODES[kind])) : values;
  }

  // One programme, or one person: the heading of their page names them.
  function subject() {
    const heading = document.querySelector("#page h1");
    return text(heading && (heading.querySelector(".subject") || (heading.classList.contains("subject") ? heading : null)));
  }

  // The subject of the page, then each filter that narrows it, by its name, as the bar says how (components/filters.py).
  function narrowed() {
    const told = [subject()];
    for (const box of document.querySelectorAll("#page .filters[data-said] .filter")) {
      const values = box.matches(CLOSED) ? [] : chosen(box);
      if (values.length) {
        const said = { name: text(box.querySelector("label")), value: values.join(", ") };
        told.push(box.closest(".filters").dataset.said.replace(/\{(name|value)\}/g, (_, hole) => said[hole]));
      }
    }
    return told.filter((one) => one);
  }

  window.acquisNarrowed = narrowed;
})();
