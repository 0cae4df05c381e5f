(function () {
  "use strict";
  // What was sent and refused comes back as a fragment with what to mend: show it.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status >= 400 && event.detail.xhr.getResponseHeader("Content-Type").indexOf("text/html") === 0) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  // A form that was sent once is not sent twice.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.hasAttribute("data-many")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "true";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });
  // What scrolls sideways can be scrolled by keyboard.
  var watch = window.ResizeObserver && new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      var box = entry.target;
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  });
  if (watch) document.querySelectorAll(".scroll, .wide-table").forEach(function (box) { watch.observe(box); });
  // Lists that filter or choose at once: <select data-submit>.
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });
})();
