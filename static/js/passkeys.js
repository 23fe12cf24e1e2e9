/* Says in words when a passkey could not be used; the browser's own reason stays in its console. */
document.addEventListener("allauth.error", function (event) {
  var place = document.querySelector("[data-passkey-said]");
  if (!place) return;
  event.preventDefault();
  place.textContent = place.dataset.failed;
});
