"""Draws the cards of a JSON file with reportlab: python3 reportlab_cards.py cards.json regular.ttf bold.ttf

Prints, as JSON, the processor time that one card took, after five to warm up, in the
best of three rounds. The same rows, bars
and page numbers as benchCard draws, straight onto reportlab's canvas, which is
its fastest way; lines are broken wherever a character no longer fits.
"""
import io
import json
import sys
import time

from reportlab import Version
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

INK, PALE, BLUE, GREY = (Color(r / 255, g / 255, b / 255) for r, g, b in
                         [(23, 28, 45), (230, 235, 240), (16, 62, 104), (110, 118, 130)])


def wrap(text, font, size, width):
    lines, line, used = [], [], 0
    for ch in text:
        w = pdfmetrics.stringWidth(ch, font, size)
        if used + w > width and line:
            lines.append("".join(line))
            line, used = [], 0
        line.append(ch)
        used += w
    return lines + ["".join(line)]


def card(content):
    out = io.BytesIO()
    c = Canvas(out, pagesize=A4, pageCompression=1)
    high = A4[1] / mm

    def text(x, y, s, font="R", size=8, color=INK, right=False):
        c.setFont(font, size)
        c.setFillColor(color)
        (c.drawRightString if right else c.drawString)(x * mm, (high - y) * mm, s)

    def rect(x, y, w, h, color):
        c.setFillColor(color)
        c.rect(x * mm, (high - y - h) * mm, w * mm, h * mm, stroke=0, fill=1)

    def line(x1, y1, x2, y2, width, color):
        c.setLineWidth(width * mm)
        c.setStrokeColor(color)
        c.line(x1 * mm, (high - y1) * mm, x2 * mm, (high - y2) * mm)

    c.setTitle(content["title"])
    c.bookmarkPage("top")
    c.addOutlineEntry("记分卡", "top")
    text(15, 25, content["title"], "B", 18)
    y, page = 35.0, 1
    for row in content["rows"]:
        lines = wrap(row["name"], "R", 8, 76 * mm)
        if y + 3.6 * len(lines) + 4 > 285:
            text(195, 288, "%d / 2" % page, right=True)
            c.showPage()
            y, page = 25, page + 1
        for j, part in enumerate(lines):
            text(15, y + 3.6 * j, part)
        text(15, y + 3.6 * len(lines), row["about"], size=7, color=GREY)
        text(95, y, row["target"])
        text(125, y, row["actual"], "B", 9, right=True)
        rect(130, y - 3, 40, 4, PALE)
        rect(130, y - 2, 33 * row["done"], 2, BLUE)
        line(163, y - 3.5, 163, y + 1.5, 0.5, INK)
        text(195, y, row["points"], "B", 9, right=True)
        y += 3.6 * len(lines) + 0.5
        line(15, y - 0.2, 195, y - 0.2, 0.1, PALE)
        y += 3.2
    for k, chart in enumerate(content["charts"]):
        left = 15 + 95 * k
        text(left, 171, chart["title"], "B", 12, BLUE)
        for i, bar in enumerate(chart["bars"]):
            at = 175 + 5 * i
            text(left, at + 3, bar["name"])
            rect(left + 9, at, bar["share"] * 0.7, 3.6, BLUE)
            text(left + 10 + bar["share"] * 0.7, at + 3, bar["text"], size=7, color=GREY)
    text(195, 288, "%d / 2" % page, right=True)
    c.showPage()
    c.save()
    return out.getvalue()


pdfmetrics.registerFont(TTFont("R", sys.argv[2]))
pdfmetrics.registerFont(TTFont("B", sys.argv[3]))
with open(sys.argv[1], encoding="utf-8") as f:
    cards = json.load(f)
for content in cards[:5]:
    last = card(content)
took = []
for _ in range(3):
    start = time.process_time()
    size = sum(len(card(content)) for content in cards)
    took.append(time.process_time() - start)
if len(sys.argv) > 4:
    with open(sys.argv[4], "wb") as f:
        f.write(last)
with open("/proc/self/status") as f:
    peak = next(int(line.split()[1]) for line in f if line.startswith("VmHWM"))
print(json.dumps({"version": Version, "ms": 1000 * min(took) / len(cards), "KB": size / len(cards) / 1000,
                  "peakMB": peak / 1000}))
