(function () {
  "use strict";
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var drawn = [];
  // The theme stands at the root of a page of its own, else where a card lies in another page.
  var themed = document.querySelector("[data-theme]") || document.documentElement;

  // Names of colours (@ink) become the theme's; nothing else in the data is touched.
  function paint(part, theme) {
    if (Array.isArray(part)) return part.map(function (p) { return paint(p, theme); });
    if (part === null || typeof part !== "object") return part;
    var out = {};
    Object.keys(part).forEach(function (key) {
      var value = part[key];
      out[key] = /color$/i.test(key) && typeof value === "string" && value.charAt(0) === "@"
        ? theme.getPropertyValue("--" + value.slice(1)).trim()
        : key === "color" && Array.isArray(value)
          ? value.map(function (v) { return theme.getPropertyValue("--" + v.slice(1)).trim(); })
          : paint(value, theme);
    });
    return out;
  }

  function option(id) {
    var theme = getComputedStyle(themed);
    var data = paint(JSON.parse(document.getElementById(id + "-data").textContent), theme);
    var family = theme.getPropertyValue("--font").trim();
    data.textStyle = { fontFamily: family };
    // The room for an axis' labels is measured in the label's own font, not in the chart's.
    [].concat(data.xAxis || [], data.yAxis || []).forEach(function (axis) {
      axis.axisLabel = Object.assign({}, axis.axisLabel, { fontFamily: family });
    });
    [].concat(data.radar || []).forEach(function (radar) { radar.radius = "60%"; }); // names of two lines stand around it
    [].concat(data.yAxis || []).forEach(function (axis) { axis.axisTick = { show: false }; });
    data.tooltip = Object.assign({}, data.tooltip, {
      renderMode: "richText", confine: true,
      backgroundColor: theme.getPropertyValue("--paper").trim(),
      borderColor: theme.getPropertyValue("--rule").trim(),
      textStyle: { color: theme.getPropertyValue("--ink").trim(), fontSize: 12 }
    });
    return data;
  }

  document.querySelectorAll("[data-chart]").forEach(function (box) {
    var chart = echarts.init(box, null, { renderer: "svg" });
    chart.setOption(option(box.id));
    drawn.push({ box: box, chart: chart });
  });

  // A view box lets print scale a drawing to a column that is narrower than the screen's.
  // Flushing draws at once: print does not wait for the next frame.
  function frame(d) {
    d.chart.getZr().flush();
    var svg = d.box.querySelector("svg");
    if (svg) svg.setAttribute("viewBox", "0 0 " + d.chart.getWidth() + " " + d.chart.getHeight());
  }
  function resize() { drawn.forEach(function (d) { d.chart.resize(); frame(d); }); }
  function repaint() { drawn.forEach(function (d) { d.chart.setOption(option(d.box.id), true); frame(d); }); }

  window.addEventListener("resize", resize);
  window.addEventListener("beforeprint", resize);
  window.addEventListener("afterprint", resize);
  window.matchMedia("print").addEventListener("change", function () { repaint(); resize(); });
  dark.addEventListener("change", repaint);
  document.querySelectorAll("details").forEach(function (d) { d.addEventListener("toggle", resize); });
  drawn.forEach(frame);
  document.documentElement.setAttribute("data-ready", "true");
})();
