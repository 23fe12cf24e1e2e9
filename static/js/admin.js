// The tabs of a form are counted before the page has its width, and some are then hidden for no reason: count again.
addEventListener("load", () => {
  requestAnimationFrame(() => {
    const hidden = document.getElementById("tabs-dropdown");
    for (let left = hidden ? hidden.childElementCount : 0; left > 0; left--) {
      dispatchEvent(new Event("resize"));
    }
  });
});
