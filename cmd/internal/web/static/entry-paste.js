// Pasting a column from a spreadsheet into the entry sheet: figures, or figures and
// notes, downwards from the cell that has the focus. What goes where is shown first.
(function () {
  "use strict";
  var entry = window.entrySheet, dialog = document.getElementById("paste");
  if (!entry || !dialog) return;
  var plan = [], from = null;

  // cells takes a copied range apart; a cell in quotes may hold tabs and lines.
  function cells(text) {
    var lines = [[""]], quoted = false;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (var n = 0; n < text.length; n++) {
      var line = lines[lines.length - 1], c = text[n];
      if (quoted && c === '"' && text[n + 1] === '"') { line[line.length - 1] += c; n++; }
      else if (quoted && c === '"') quoted = false;
      else if (!quoted && c === '"' && line[line.length - 1] === "") quoted = true;
      else if (!quoted && c === "\t") line.push("");
      else if (!quoted && c === "\n") lines.push([""]);
      else line[line.length - 1] += c;
    }
    return lines;
  }

  var yes = ["是", "有", "√", "✓", "yes", "y", "true", "1", "达成", "已完成"], no = ["否", "无", "×", "✗", "no", "n", "false", "0", "未达成", "未完成"];
  // choose finds the option that a text means; null when there is none.
  function choose(select, text) {
    var folded = text.trim().toLowerCase();
    var options = Array.from(select.options);
    if (folded === "") return "";
    var found = options.find(function (o) { return o.value.toLowerCase() === folded || o.textContent.trim().toLowerCase() === folded; });
    if (found) return found.value;
    var meant = yes.indexOf(folded) >= 0 ? "是" : no.indexOf(folded) >= 0 ? "否" : null;
    return options.some(function (o) { return o.value === meant; }) ? meant : null;
  }

  function line(row, values, filled) {
    var tr = document.createElement("tr");
    [row ? row.figure.getAttribute("aria-label") : "—", row ? row.figure.value : "", values[0], values[1] || ""].forEach(function (text, n) {
      var cell = document.createElement(n === 0 ? "th" : "td");
      if (n === 0) cell.scope = "row";
      cell.textContent = text;
      tr.appendChild(cell);
    });
    if (filled) tr.lastChild.textContent += (values[1] ? " · " : "") + filled;
    if (!row || filled === entry.say.badchoice) tr.className = "not-filled";
    return tr;
  }

  document.addEventListener("paste", function (event) {
    var field = event.target.closest && event.target.closest(".figure");
    var text = event.clipboardData && event.clipboardData.getData("text/plain");
    if (!field || !text || !/[\n\t]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    var copied = cells(text);
    var fields = Array.from(field.closest("table").querySelectorAll(".figure"));
    fields = fields.slice(fields.indexOf(field));
    from = field;
    plan = [];
    var body = document.getElementById("paste-rows"), over = document.getElementById("paste-over");
    body.textContent = "";
    copied.forEach(function (values, n) {
      if (n >= fields.length) { body.appendChild(line(null, values, "")); return; }
      var row = entry.rowOf(fields[n]);
      var value = fields[n].tagName === "SELECT" ? choose(fields[n], values[0]) : values[0].trim();
      var remark = value === null ? entry.say.badchoice : row.corrects() && value !== row.figure.value ? entry.say.hasreason : "";
      body.appendChild(line(row, values, remark));
      if (value !== null) plan.push({ row: row, value: value, note: values.length > 1 ? values[1].trim() : null });
    });
    over.hidden = copied.length <= fields.length;
    over.textContent = entry.fill(entry.say.over, { lines: String(copied.length), cells: String(fields.length), over: String(copied.length - fields.length) });
    dialog.returnValue = "no";
    dialog.showModal();
  });

  dialog.addEventListener("close", function () {
    if (dialog.returnValue === "yes") {
      plan.forEach(function (item) {
        if (item.row.figure.value === item.value && (item.note === null || item.row.note.value === item.note)) return;
        item.row.figure.value = item.value;
        if (item.note !== null) item.row.note.value = item.note;
        item.row.body.removeAttribute("data-refused");
        item.row.changed();
      });
      entry.flush();
    }
    if (from) from.focus();
  });
})();
