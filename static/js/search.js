// Suggestions under the field of the search, as a list that arrow keys walk through. HTMX fetches it while somebody types.
(() => {
  "use strict";
  const field = document.querySelector("[data-suggest]");
  if (!field) return;
  const list = () => document.getElementById(field.dataset.suggest);
  const options = () => [...list().querySelectorAll("[role=option]")];
  const said = document.getElementById("suggested");
  let chosen = -1;

  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": field.dataset.suggest,
  })) field.setAttribute(name, value);

  const choose = (place) => {
    const all = options();
    chosen = all.length ? (place + all.length + 1) % (all.length + 1) : -1;
    if (chosen === all.length) chosen = -1; // past either end stands what was typed
    all.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
    if (chosen < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  };
  const show = (open) => {
    list().hidden = !open || !options().length;
    field.setAttribute("aria-expanded", String(!list().hidden));
    if (list().hidden) choose(-1);
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.requestConfig?.elt !== field) return;
    chosen = -1;
    show(document.activeElement === field);
    said.textContent = list().hidden ? "" : list().dataset.said;
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method has the keys
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options().length) return;
      event.preventDefault();
      if (list().hidden) show(true);
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? options().length - 1 : chosen - 1);
    } else if (event.key === "Escape" && !list().hidden) {
      event.preventDefault();
      show(false);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(options()[chosen].dataset.url);
    }
  });
  field.addEventListener("blur", () => show(false));
  field.addEventListener("focus", () => show(true));
  // The field keeps the focus while a suggestion is pressed.
  field.form.addEventListener("mousedown", (event) => { if (event.target.closest("[role=listbox]")) event.preventDefault(); });
  field.form.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
})();
