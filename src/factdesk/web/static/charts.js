// Pictures of the statistics, drawn by d3 from the tables beside them. A table is the data: its rows, its columns, its
// numbers and their links; whatever a picture says, the table says to keyboards, screen readers and paper as well.

(() => {
  const { d3 } = window;
  if (!d3) return;
  const LINE = 16; // pixels of one line of text

  // Reading a table: each mark is a number with its row, its column, its link and the pattern it is drawn in.
  function read(table) {
    const { picture, inked } = table.dataset;
    const named = (cell) => ({ value: cell.dataset.value, label: cell.dataset.label });
    const columns = [...table.tHead.rows[0].cells].filter((cell) => cell.dataset.value).map(named);
    const rows = [...table.tBodies[0].rows].map(named);
    const marks = [...table.tBodies[0].rows].flatMap((line, at) =>
      [...line.querySelectorAll("td[data-number]:not(.total)")].map((cell, place) => {
        const row = rows[at];
        const column = columns[place];
        const ink = { row: row.value, none: "plain" }[inked] ?? column.value;
        const href = cell.querySelector("a")?.getAttribute("href");
        return { row, column, at, place, number: Number(cell.dataset.number), href, ink };
      }));
    return { picture, columns, rows, marks };
  }

  // A row or column that is known by its first letter or digit is named by that.
  const short = ({ value, label }) => (label.startsWith(`${value} `) ? value : label);

  function sheet(box, picture, width, height) {
    return d3.select(box).append("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("focusable", "false")
      .attr("class", picture);
  }

  // Marks that a filter can name lead where the table's cell leads; the keyboard goes by the table.
  function put(svg, marks, shape) {
    const drawn = svg.append("g").selectAll("g").data(marks.filter((mark) => mark.number)).join("g");
    const linked = drawn.filter((mark) => mark.href).append("a").attr("href", (mark) => mark.href).attr("tabindex", -1);
    const bare = drawn.filter((mark) => !mark.href).append("g");
    for (const place of [linked, bare]) {
      const rect = place.append("rect").attr("class", (mark) => `ink ${mark.ink}`);
      rect.attr("data-number", (mark) => mark.number);
      for (const [name, value] of Object.entries(shape)) rect.attr(name, value);
      rect.append("title").text((mark) => `${mark.row.label}, ${mark.column.label}: ${mark.number.toLocaleString("en")}`);
    }
  }

  function say(svg, text, x, y, { anchor = "start", quiet = false } = {}) {
    return svg.append("text").attr("x", x).attr("y", y).attr("text-anchor", anchor)
      .attr("class", quiet ? "quiet-text" : null).text(text);
  }

  // Names too long for their place end in an ellipsis; the table has them whole.
  function fit(text, width) {
    const node = text.node();
    let words = text.text();
    while (words.length > 3 && node.getComputedTextLength() > width) {
      words = words.slice(0, -1);
      text.text(`${words.trimEnd()}…`);
    }
  }

  // Squares on a grid, their areas as the numbers; `diagonal` marks where row and column are the same.
  function grid(box, { rows, columns, marks }, width, { diagonal = false } = {}) {
    const left = 14 + 7 * d3.max(rows, (row) => short(row).length);
    const top = LINE * d3.max(columns, (column) => short(column).split(" ").length) + 6;
    const side = Math.min(52, (width - left) / columns.length);
    const svg = sheet(box, "grid", width, top + side * rows.length + 2);
    const middle = (at) => left + side * (at + 0.5);
    const most = d3.max(marks, (mark) => mark.number) || 1;
    const size = d3.scaleSqrt([0, most], [0, side - 6]);
    columns.forEach((column, at) => {
      const words = short(column).split(" ");
      words.forEach((word, line) => say(svg, word, middle(at), top - 8 - LINE * (words.length - 1 - line), { anchor: "middle", quiet: true }).classed("small", side < 48));
    });
    rows.forEach((row, at) => say(svg, short(row), left - 8, top + side * (at + 0.5) + 4, { anchor: "end" }));
    svg.append("g").selectAll("rect").data(marks).join("rect")
      .attr("class", (mark) => (diagonal && mark.at === mark.place ? "diagonal" : "ground"))
      .attr("x", (mark) => left + side * mark.place + 1).attr("y", (mark) => top + side * mark.at + 1)
      .attr("width", side - 2).attr("height", side - 2);
    const half = (mark) => Math.max(2, size(mark.number) / 2);
    put(svg, marks, {
      x: (mark) => middle(mark.place) - half(mark),
      y: (mark) => top + side * (mark.at + 0.5) - half(mark),
      width: (mark) => 2 * half(mark),
      height: (mark) => 2 * half(mark),
    });
  }

  // The patterns by name, in as many lines as they need; gives where they end.
  function legend(svg, columns, width) {
    let x = 0;
    let y = 12;
    for (const column of columns) {
      const needs = 24 + 7.2 * column.label.length;
      if (x && x + needs > width) [x, y] = [0, y + LINE + 4];
      svg.append("rect").attr("class", `ink ${column.value}`).attr("x", x + 1).attr("y", y - 10).attr("width", 12).attr("height", 12);
      say(svg, column.label, x + 18, y, { quiet: true });
      x += needs;
    }
    return y + LINE;
  }

  // A bar for each row, made of its columns, under the row's name.
  function stacked(box, { rows, columns, marks }, width) {
    const [step, bar] = [42, 16];
    const svg = sheet(box, "stacked", width, 0);
    const top = legend(svg, columns, width);
    svg.attr("viewBox", `0 0 ${width} ${top + step * rows.length}`);
    const totals = rows.map((_, at) => d3.sum(marks, (mark) => (mark.at === at ? mark.number : 0)));
    const x = d3.scaleLinear([0, d3.max(totals) || 1], [0, width - 4]);
    const before = new Map(marks.map((mark) => [mark,
      d3.sum(marks, (other) => (other.at === mark.at && other.place < mark.place ? other.number : 0))]));
    rows.forEach((row, at) => fit(say(svg, row.label, 0, top + step * at + 13), width));
    const y = (at) => top + step * at + 20;
    svg.append("g").selectAll("line").data(totals).join("line").attr("class", "axis")
      .attr("x2", (total) => 1 + x(total)).attr("y1", (_, at) => y(at) + bar / 2).attr("y2", (_, at) => y(at) + bar / 2);
    put(svg, marks, {
      x: (mark) => 1 + x(before.get(mark)),
      y: (mark) => y(mark.at),
      width: (mark) => Math.max(1, x(mark.number) - 2),
      height: bar,
    });
  }

  // Two columns as bars that run apart from the row's name: the first to the right, the second to the left.
  function mirrored(box, { rows, columns, marks }, width) {
    const [step, top, gap] = [26, LINE + 8, 76];
    const svg = sheet(box, "mirrored", width, top + step * rows.length);
    const room = (width - gap) / 2;
    const x = d3.scaleLinear([0, d3.max(marks, (mark) => mark.number) || 1], [0, room - 2]);
    const right = room + gap;
    say(svg, columns[0].label, right, 12, { quiet: true });
    say(svg, columns[1].label, room, 12, { anchor: "end", quiet: true });
    rows.forEach((row, at) => say(svg, row.label, width / 2, top + step * (at + 0.5) + 4, { anchor: "middle" }));
    for (const at of [room, right]) {
      svg.append("line").attr("class", "axis").attr("x1", at).attr("x2", at).attr("y1", top).attr("y2", top + step * rows.length);
    }
    put(svg, marks, {
      x: (mark) => (mark.place ? room - x(mark.number) : right),
      y: (mark) => top + step * mark.at + 4,
      width: (mark) => x(mark.number),
      height: step - 8,
    });
  }

  // A column for each row, from left to right: time.
  function columns(box, { rows, marks }, width) {
    const [height, top, bottom] = [170, LINE + 4, LINE + 8];
    const svg = sheet(box, "columns", width, height + bottom);
    const band = d3.scaleBand(d3.range(rows.length), [0, width]).paddingInner(0.2);
    const wide = Math.min(48, band.bandwidth());
    const y = d3.scaleLinear([0, d3.max(marks, (mark) => mark.number) || 1], [height, top]);
    const every = Math.ceil(rows.length / Math.max(1, Math.floor(width / 64)));
    svg.append("line").attr("class", "axis").attr("x2", width).attr("y1", height).attr("y2", height);
    rows.forEach((row, at) => at % every || say(svg, row.label, band(at), height + LINE + 2, { quiet: true }));
    put(svg, marks, {
      x: (mark) => band(mark.at) + 1,
      y: (mark) => y(mark.number),
      width: wide - 2,
      height: (mark) => height - y(mark.number),
    });
    const highest = d3.greatest(marks, (mark) => mark.number);
    say(svg, highest.number.toLocaleString("en"), band(highest.at), y(highest.number) - 5);
  }

  const PICTURES = { grid, stacked, mirrored, columns, confusion: (...given) => grid(...given, { diagonal: true }) };

  function draw(figure) {
    const box = figure.querySelector(".picture");
    // A place that is still empty takes no room: measure its figure instead, as the style sheet divides it.
    const beside = window.matchMedia("(width > 54rem)").matches;
    const width = Math.min(figure.clientWidth, beside ? 400 : 560);
    if (!width || box.dataset.width === String(width)) return;
    box.dataset.width = width;
    box.replaceChildren();
    const data = read(figure.querySelector("table"));
    if (data.marks.some((mark) => mark.number)) PICTURES[data.picture](box, data, width);
  }

  const resized = new ResizeObserver((entries) => entries.forEach((entry) => draw(entry.target)));
  function drawAll() {
    for (const figure of document.querySelectorAll("figure.numbers-of")) resized.observe(figure);
  }
  drawAll();
  document.addEventListener("htmx:afterSwap", drawAll);
})();
