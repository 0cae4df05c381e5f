(function () {
  "use strict";
  // All clean sheets at once: they are ticked, and approved only by the button.
  var button = document.getElementById("tick-clean");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", function () {
    var ticks = document.querySelectorAll("#bulk input[name=sheet]");
    var all = Array.prototype.every.call(ticks, function (tick) { return tick.checked; });
    ticks.forEach(function (tick) { tick.checked = !all; });
  });
})();
