// The tabs of a form are counted before the page has its width, and some are then hidden for no reason: count again.
addEventListener("load", () => {
  requestAnimationFrame(() => {
    const hidden = document.getElementById("tabs-dropdown");
    for (let left = hidden ? hidden.childElementCount : 0; left > 0; left--) {
      dispatchEvent(new Event("resize"));
    }
  });
});

// Unfold draws its pages without a landmark for what they are about, and heads its filters as a third level below the first.
addEventListener("DOMContentLoaded", () => {
  document.getElementById("main")?.setAttribute("role", "main");
  for (const heading of document.querySelectorAll("#changelist h3")) {
    heading.setAttribute("aria-level", "2");
  }
});

// Boxes that libraries draw in the place of a field, some of them late, are called what the field is called.
addEventListener("DOMContentLoaded", () => {
  const call = (box, field, parts) => {
    box.dataset.called = "yes";
    const name = field?.labels?.[0]?.textContent.trim();
    for (const node of name ? box.querySelectorAll(parts) : []) {
      node.removeAttribute("aria-labelledby");
      node.setAttribute("aria-label", name);
    }
  };
  const callAll = () => {
    for (const box of document.querySelectorAll(".select2-container:not([data-called])")) {
      call(box, box.parentElement.querySelector("select"), "[role=combobox], [role=textbox], .select2-search__field");
    }
    for (const box of document.querySelectorAll(".prose-editor:not([data-called]):has([contenteditable])")) {
      call(box, box.querySelector("textarea"), "[contenteditable]");
    }
  };
  callAll();
  let asked = 0;
  new MutationObserver(() => {
    asked ||= setTimeout(() => {
      asked = 0;
      callAll();
    }, 50);
  }).observe(document.body, { childList: true, subtree: true });
});
