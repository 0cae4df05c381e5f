// The entry sheet: saves while one types, moves between cells by keys, takes files.
// Without it the sheet is a plain form.
(function () {
  "use strict";
  var sheet = document.querySelector("[data-sheet]");
  var form = document.getElementById("cells");
  if (!sheet || !form) return;
  document.documentElement.classList.add("js");

  var IDLE = 1500, RETRY = [2000, 5000, 10000, 30000];
  var say = sheet.dataset;
  var status = document.getElementById("saved"), retry = document.getElementById("retry");
  var rows = new Map(); // by key
  var sending = false, failures = 0, timer = 0, waiting = [];

  function Row(body) {
    this.body = body;
    this.key = body.dataset.key;
    this.figure = body.querySelector(".figure");
    this.note = body.querySelector(".remark");
    this.why = body.querySelector(".why");
    this.seen = body.querySelector(".seen");
    this.dirty = false;
    this.timer = 0;
    this.token = "";
    this.base = this.typed();
  }
  Row.prototype.typed = function () { return { figure: this.figure.value, note: this.note.value, why: this.why.value }; };
  Row.prototype.corrects = function () { return this.body.hasAttribute("data-corrects"); };
  // A correction waits until its reason has been given.
  Row.prototype.ready = function () {
    var changed = this.figure.value.trim() !== this.base.figure || this.note.value.trim() !== this.base.note;
    return !this.corrects() || !changed || this.why.value.trim() !== "";
  };
  Row.prototype.say = function (text, bad) {
    var state = this.body.querySelector("[data-swap=state]");
    state.textContent = text;
    state.classList.toggle("bad", !!bad);
  };
  Row.prototype.changed = function () {
    this.dirty = true;
    this.token = crypto.randomUUID ? crypto.randomUUID() : String(Date.now()) + Math.random();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(flush, IDLE);
    this.say(this.ready() ? say.typing : say.reason, !this.ready());
    show(say.typing);
  };
  Row.prototype.restore = function () {
    window.clearTimeout(this.timer);
    this.dirty = false;
    this.figure.value = this.base.figure;
    this.note.value = this.base.note;
    this.why.value = "";
    this.say("");
  };

  document.querySelectorAll(".entry-row").forEach(function (body) {
    if (body.querySelector(".figure")) rows.set(body.dataset.key, new Row(body));
  });
  function rowOf(element) {
    var body = element && element.closest && element.closest(".entry-row");
    return body && rows.get(body.dataset.key);
  }
  function fill(text, args) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return name in args ? args[name] : all; });
  }
  function show(text, bad) {
    status.textContent = text;
    status.classList.toggle("bad", !!bad);
    retry.hidden = !bad;
  }
  function dirty() { return Array.from(rows.values()).filter(function (row) { return row.dirty; }); }

  // flush sends every row that waits, all in one request, one request at a time.
  function flush() {
    if (sending) return;
    window.clearTimeout(timer);
    var sent = dirty().filter(function (row) { return row.ready(); });
    if (sent.length === 0) { settle(); return; }
    var body = new URLSearchParams();
    var was = sent.map(function (row) {
      var typed = row.typed();
      window.clearTimeout(row.timer);
      body.append("v." + row.key, typed.figure);
      body.append("n." + row.key, typed.note);
      body.append("w." + row.key, typed.why);
      body.append("s." + row.key, row.seen.value);
      body.append("t." + row.key, row.token);
      var keep = row.body.querySelector(".keep:checked");
      if (keep) body.append("k." + row.key, keep.value);
      row.say(say.saving);
      return typed;
    });
    sending = true;
    show(say.saving);
    post(form.action, body).then(function (answer) {
      sending = false;
      if (!answer.rows) { fail(sent, answer.message || say.unsaved, answer.status >= 500); return; }
      failures = 0;
      merge(answer.rows);
      sent.forEach(function (row, n) { arrived(row, was[n]); });
      settle();
    }, function () {
      sending = false;
      fail(sent, say.failed, true);
    });
  }

  // arrived compares what a row holds now with what was sent.
  function arrived(row, was) {
    var now = row.typed();
    if (now.figure !== was.figure || now.note !== was.note || now.why !== was.why) { row.changed(); return; }
    row.dirty = false;
    if (!row.body.hasAttribute("data-refused")) row.why.value = "";
    row.tidy();
  }
  // tidy shows what the server has, except where somebody is about to type.
  Row.prototype.tidy = function () {
    if (this.dirty || this.body.hasAttribute("data-refused")) return;
    var at = document.activeElement;
    if (at !== this.figure && this.figure.value !== this.base.figure) this.figure.value = this.base.figure;
    if (at !== this.note && this.note.value !== this.base.note) this.note.value = this.base.note;
  };

  function fail(sent, message, again) {
    show(fill(say.refused, { why: message }), true);
    sent.forEach(function (row) { row.say(fill(say.refused, { why: message }), true); });
    if (again) timer = window.setTimeout(flush, RETRY[Math.min(failures++, RETRY.length - 1)]);
    finish(false);
  }
  function settle() {
    var left = dirty();
    var refused = document.querySelectorAll(".entry-row[data-refused]").length > 0;
    if (left.some(function (row) { return row.ready(); })) { timer = window.setTimeout(flush, 200); return; }
    if (left.length > 0) show(say.reason, true);
    else if (refused) show(say.unsaved, true);
    else show(fill(say.saved, { at: document.getElementById("lacks").dataset.at }));
    finish(left.length === 0 && !refused);
  }
  function finish(clean) {
    var list = waiting;
    waiting = [];
    list.forEach(function (done) { done(clean); });
  }
  // whenSaved runs a function once nothing waits any more; it is told whether all was taken.
  function whenSaved(done) {
    waiting.push(done);
    if (dirty().length === 0 && !sending) finish(document.querySelectorAll(".entry-row[data-refused]").length === 0);
    else flush();
  }

  // post sends a form and reads the rows that it comes back with.
  function post(address, body) {
    return fetch(address, { method: "POST", body: body, headers: { "HX-Request": "true" }, redirect: "manual" }).then(function (response) {
      return response.text().then(function (text) { return read(response.status, text); });
    });
  }
  function read(status, text) {
    var holder = document.createElement("template");
    holder.innerHTML = text;
    var problems = Array.from(holder.content.querySelectorAll(".problems .problem"));
    return {
      status: status, message: problems.map(function (p) { return p.textContent.trim(); }).join(" "),
      rows: holder.content.querySelector(".entry-row") || holder.content.querySelector("#lacks") ? holder.content : null
    };
  }

  // merge puts what the server says around the fields, and leaves the fields alone.
  function merge(content, force) {
    content.querySelectorAll(".entry-row").forEach(function (fresh) {
      var live = document.getElementById(fresh.id);
      if (!live) return;
      ["data-corrects", "data-conflict", "data-refused", "data-seen"].forEach(function (name) {
        if (fresh.hasAttribute(name)) live.setAttribute(name, fresh.getAttribute(name));
        else live.removeAttribute(name);
      });
      live.className = fresh.className;
      live.querySelectorAll("[data-swap]").forEach(function (part) {
        if (!force && busy(part)) return;
        var next = fresh.querySelector("[data-swap=" + part.dataset.swap + "]");
        part.innerHTML = next ? next.innerHTML : "";
        part.classList.remove("bad");
      });
      var row = rows.get(live.dataset.key);
      if (!row) return;
      row.seen.value = fresh.querySelector(".seen").value;
      row.why.hidden = fresh.querySelector(".why").hidden;
      if (!fresh.hasAttribute("data-refused")) {
        row.base = { figure: fresh.querySelector(".figure").value, note: fresh.querySelector(".remark").value };
        if (force) { row.dirty = false; }
        if (!row.dirty) row.tidy();
      }
    });
    var lacks = content.querySelector("#lacks"), old = document.getElementById("lacks");
    if (!lacks || !old) return;
    var state = sheet.querySelector("h1 .badge");
    state.textContent = lacks.dataset.state;
    state.className = "badge " + lacks.dataset.stateClass;
    if (old.contains(document.activeElement)) old.dataset.at = lacks.dataset.at;
    else old.replaceWith(lacks);
  }
  // busy is a part in which somebody is typing.
  function busy(part) {
    var at = document.activeElement;
    if (part.contains(at) && at.matches("input, textarea, select")) return true;
    return Array.from(part.querySelectorAll("input:not([type=hidden]):not([type=radio])")).some(function (field) { return field.value !== field.defaultValue; });
  }

  // Typing.
  document.addEventListener("input", function (event) {
    var row = rowOf(event.target);
    if (row && event.target.matches(".figure, .remark, .why")) {
      row.body.removeAttribute("data-refused");
      row.changed();
    }
  });
  document.addEventListener("focusout", function (event) {
    var row = rowOf(event.target);
    if (!row || !event.target.matches(".figure, .remark, .why")) return;
    if (!row.dirty) row.tidy();
    else if (!event.relatedTarget || rowOf(event.relatedTarget) !== row) flush();
  });
  document.addEventListener("focusin", function (event) {
    if (event.target.matches("input.figure")) event.target.select();
  });

  // Keys: Enter and Down to the row below, Up to the one above, Escape takes back.
  function beside(field, step) {
    var column = field.classList.contains("remark") ? ".remark" : ".figure";
    if (field.classList.contains("why")) field = rowOf(field).figure;
    var all = Array.from(document.querySelectorAll(column));
    var next = all[all.indexOf(field) + step];
    if (next) next.focus();
  }
  document.addEventListener("keydown", function (event) {
    var field = event.target;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !field.matches || !field.matches(".figure, .remark, .why")) return;
    var choice = field.tagName === "SELECT";
    if (event.key === "Enter") { event.preventDefault(); beside(field, event.shiftKey ? -1 : 1); }
    else if (event.key === "ArrowDown" && !choice) { event.preventDefault(); beside(field, 1); }
    else if (event.key === "ArrowUp" && !choice) { event.preventDefault(); beside(field, -1); }
    else if (event.key === "Escape") { event.preventDefault(); rowOf(field).restore(); }
  });

  // One click: the figure that was meant, whose figure to keep.
  document.addEventListener("click", function (event) {
    var row = rowOf(event.target);
    if (event.target.matches(".instead") && row) {
      event.preventDefault();
      row.figure.focus();
      row.figure.value = event.target.value;
      row.changed();
      flush();
    } else if (event.target.matches(".keep-it")) {
      event.target.closest(".alarm").remove();
      if (row) row.figure.focus();
    } else if (event.target === retry) flush();
  });
  document.addEventListener("change", function (event) {
    if (!event.target.matches(".keep")) return;
    var row = rowOf(event.target), theirs = event.target.value === "theirs";
    row.dirty = true;
    if (!row.token) row.changed();
    row.body.removeAttribute("data-refused");
    if (theirs) { row.figure.value = event.target.dataset.text; }
    keep(row, theirs);
  });
  function keep(row, theirs) {
    var body = new URLSearchParams();
    body.append("v." + row.key, row.figure.value);
    body.append("n." + row.key, row.note.value);
    body.append("s." + row.key, row.seen.value);
    body.append("t." + row.key, theirs ? "" : row.token);
    body.append("w." + row.key, row.why.value);
    body.append("k." + row.key, row.body.querySelector(".keep:checked").value);
    window.clearTimeout(row.timer);
    post(form.action, body).then(function (answer) {
      if (!answer.rows) { fail([row], answer.message || say.unsaved, false); return; }
      row.dirty = false;
      merge(answer.rows, true);
      settle();
      row.figure.focus();
    }, function () { fail([row], say.failed, false); });
  }

  // Reasons, evidence and what else has its own form: sent without leaving the page.
  document.addEventListener("submit", function (event) {
    var own = event.target;
    if (own === form) { event.preventDefault(); flush(); return; }
    if (own.id === "hand-in") {
      if (dirty().length === 0 && !sending && !document.querySelector(".entry-row[data-refused]")) return;
      event.preventDefault();
      whenSaved(function (clean) { if (clean) own.submit(); else status.scrollIntoView({ block: "center" }); });
      return;
    }
    if (own.matches(".evidence-form")) { event.preventDefault(); upload(own, own.querySelector("[type=file]").files); return; }
    if (!own.matches(".part-form")) return;
    event.preventDefault();
    var row = rowOf(own);
    if (row && own.hasAttribute("data-clears")) { row.dirty = false; window.clearTimeout(row.timer); }
    whenSaved(function () {
      post(own.action, new URLSearchParams(new FormData(own))).then(function (answer) { take(own, answer); }, function () { tell(own, say.failed); });
    });
  });
  function take(own, answer) {
    if (!answer.rows) { tell(own, answer.message || say.unsaved); return; }
    var row = rowOf(own);
    merge(answer.rows, true);
    if (row) row.figure.focus();
  }
  function tell(own, message) {
    var line = own.querySelector(".problem") || own.appendChild(document.createElement("p"));
    line.className = "problem";
    line.setAttribute("role", "alert");
    line.textContent = message;
  }

  // Files.
  var most = 50 * 1024 * 1024;
  function upload(own, files) {
    var progress = own.querySelector(".upload");
    var body = new FormData();
    ["key", "link", "title"].forEach(function (name) { body.append(name, own.elements[name].value); });
    for (var n = 0; n < files.length; n++) {
      if (files[n].size > most) { tell(own, fill(say.large, { name: files[n].name })); return; }
      body.append("file", files[n]);
    }
    whenSaved(function () {
      var request = new XMLHttpRequest();
      request.open("POST", own.action);
      request.setRequestHeader("HX-Request", "true");
      request.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) progress.textContent = fill(say.uploading, { percent: String(Math.floor(event.loaded * 100 / event.total)) });
      });
      request.addEventListener("load", function () { progress.textContent = ""; take(own, read(request.status, request.responseText)); });
      request.addEventListener("error", function () { progress.textContent = ""; tell(own, say.failed); });
      request.send(body);
    });
  }
  function dropOn(event) {
    var body = event.target.closest && event.target.closest(".entry-row");
    return body && event.dataTransfer && Array.from(event.dataTransfer.types).indexOf("Files") >= 0 ? body : null;
  }
  document.addEventListener("dragover", function (event) {
    var body = dropOn(event);
    document.querySelectorAll(".dropping").forEach(function (other) { other.classList.remove("dropping"); });
    if (!body) return;
    event.preventDefault();
    body.classList.add("dropping");
  });
  document.addEventListener("drop", function (event) {
    var body = dropOn(event);
    document.querySelectorAll(".dropping").forEach(function (other) { other.classList.remove("dropping"); });
    if (!body) return;
    event.preventDefault();
    body.querySelector("details.more").open = true;
    var own = body.querySelector(".evidence-form");
    if (own) upload(own, event.dataTransfer.files);
  });

  window.addEventListener("beforeunload", function (event) {
    if (dirty().length > 0 || sending) event.preventDefault();
  });
  window.addEventListener("online", flush);

  // What pasting needs.
  window.entrySheet = { rows: rows, rowOf: rowOf, flush: flush, fill: fill, say: say };
})();
