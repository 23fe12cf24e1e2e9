/* Remembers what the reader chose (theme, text size) and offers small comforts.
   Loaded in the head, before the stylesheet, so that nothing flashes. Every page works without it. */
(function (root, store) {
  "use strict";
  var kept = ["theme", "size"];
  try { store = window.localStorage; } catch (e) { store = null; }

  function apply(name, value) {
    if (value) root.dataset[name] = value; else delete root.dataset[name];
  }
  kept.forEach(function (name) { if (store) apply(name, store.getItem(name)); });

  document.addEventListener("DOMContentLoaded", function () {
    kept.forEach(function (name) {
      document.querySelectorAll("input[name=" + name + "]").forEach(function (input) {
        input.checked = input.value === (root.dataset[name] || "");
        input.addEventListener("change", function () {
          apply(name, input.value);
          if (store) { if (input.value) store.setItem(name, input.value); else store.removeItem(name); }
        });
      });
    });
  });

  document.addEventListener("click", function (event) {
    var target = event.target;
    /* A drop menu closes when the reader clicks elsewhere. */
    document.querySelectorAll("details.drop[open]").forEach(function (drop) {
      if (!drop.contains(target)) drop.open = false;
    });
    /* data-copy: put a text on the clipboard and say so in place. */
    var button = target.closest("[data-copy]");
    if (button && navigator.clipboard) {
      navigator.clipboard.writeText(button.dataset.copy || location.href).then(function () {
        var told = button.querySelector("[role=status]");
        if (told) told.textContent = button.dataset.done;
      });
    }
    if (target.closest("[data-print]")) window.print();
  });
  /* A list filtered or a month turned in place has a new address: the link to the other language follows it, and so do the feeds. */
  ["htmx:pushedIntoHistory", "htmx:replacedInHistory", "htmx:historyRestore"].forEach(function (name) {
    document.addEventListener(name, function () {
      document.querySelectorAll("a[data-language]").forEach(function (link) {
        link.pathname = link.pathname.replace(/^(\/[^/]*).*/, "$1") + location.pathname.replace(/^\/[^/]*/, "");
        link.search = location.search;
      });
      document.querySelectorAll("link[type='application/atom+xml'], link[type='text/calendar']").forEach(function (link) {
        link.href = link.href.split("?")[0] + location.search;
      });
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = event.target.closest && event.target.closest("details.drop[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
})(document.documentElement);
