// The flow editor: line numbers, tabs, jumping to a line. Works without it too, only less comfortably.
"use strict";
(() => {
  const form = document.querySelector(".hh-editor");
  const text = form.querySelector("textarea[name=text]");
  const numbers = form.querySelector(".hh-numbers");

  function count() {
    const lines = text.value.split("\n").length;
    numbers.textContent = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
  }

  function show(name) {
    for (const one of form.querySelectorAll("[role=tab]")) {
      one.setAttribute("aria-selected", String(one.dataset.tab === name));
    }
    for (const one of form.querySelectorAll("[role=tabpanel]")) {
      one.hidden = one.dataset.tab !== name;
    }
  }

  function jump(line) {
    const before = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const end = text.value.indexOf("\n", before);
    text.focus();
    text.setSelectionRange(before, end < 0 ? text.value.length : end);
    text.scrollTop = (line - 6) * parseFloat(getComputedStyle(text).lineHeight);
  }

  text.addEventListener("input", count);
  text.addEventListener("scroll", () => { numbers.scrollTop = text.scrollTop; });
  text.addEventListener("keydown", (event) => {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector("button[value=save]")?.click();
    }
  });
  for (const tab of form.querySelectorAll("[role=tab]")) {
    tab.addEventListener("click", () => show(tab.dataset.tab));
  }
  for (const problem of form.querySelectorAll("[data-line]")) {
    problem.addEventListener("click", () => { if (problem.dataset.line !== "0") jump(Number(problem.dataset.line)); });
  }
  for (const again of form.querySelectorAll("[data-again]")) {
    again.addEventListener("click", () => { form.querySelector("[data-again-do]").disabled = false; });
  }
  count();
  show(form.dataset.tab);
})();
