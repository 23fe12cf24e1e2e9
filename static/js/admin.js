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
