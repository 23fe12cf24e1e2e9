/* Photographs open in a dialog over the page: ← → Home End, swiping, Escape. Without this script a tile leads to its picture. */
(function () {
  "use strict";
  document.querySelectorAll("[data-gallery]").forEach(function (gallery) {
    var tiles = Array.from(gallery.querySelectorAll("[data-tile]"));
    var dialog = gallery.querySelector("dialog");
    var picture = dialog.querySelector("[data-picture]");
    var caption = dialog.querySelector("[data-caption]");
    var place = dialog.querySelector("[data-place]");
    var at = 0, ready = {}, from = null;
    if (!dialog.showModal) return;

    /* The tile's own picture, as wide as the window; made once, and so loaded before it is shown. */
    function large(number) {
      if (!ready[number]) {
        ready[number] = tiles[number].firstElementChild.cloneNode(true);
        ready[number].querySelectorAll("source").forEach(function (source) { source.sizes = "100vw"; });
        var image = ready[number].querySelector("img") || ready[number];
        image.removeAttribute("class");
        image.loading = "eager";
      }
      return ready[number];
    }

    function show(number) {
      at = (number + tiles.length) % tiles.length;
      var words = tiles[at].closest("figure").querySelector("figcaption");
      picture.replaceChildren(large(at));
      caption.replaceChildren.apply(caption, words ? words.cloneNode(true).childNodes : []);
      place.textContent = tiles[at].dataset.tile;
      dialog.setAttribute("aria-label", tiles[at].dataset.tile);
      large((at + 1) % tiles.length);
    }

    tiles.forEach(function (tile, number) {
      tile.setAttribute("aria-haspopup", "dialog");
      tile.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        show(number);
        dialog.showModal();
      });
    });

    dialog.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (button && button.dataset.step) show(at + Number(button.dataset.step));
      else if (button || event.target === dialog) dialog.close();
    });
    dialog.addEventListener("keydown", function (event) {
      var to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tiles.length - 1 }[event.key];
      if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      show(to);
    });
    dialog.addEventListener("close", function () { tiles[at].focus(); });
    dialog.addEventListener("pointerdown", function (event) {
      from = event.pointerType === "touch" && event.isPrimary ? event : null;
    });
    dialog.addEventListener("pointerup", function (event) {
      var x = from ? event.clientX - from.clientX : 0, y = from ? event.clientY - from.clientY : 0;
      from = null;
      if (Math.abs(x) > 50 && Math.abs(x) > 2 * Math.abs(y)) show(at + (x < 0 ? 1 : -1));
    });
  });
})();
