/* Covering parts of a picture before it is sent: the rectangles that are drawn are written into the
   number fields, which are all that the site gets. The picture is drawn here from the chosen file;
   nothing of it leaves the browser until the form is sent. */
(() => {
  "use strict";
  const SIDES = ["left", "top", "width", "height"];
  const LONGEST = 1200;
  // A press that does not move draws nothing.
  const SMALLEST = 1;
  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const between = (number, least, most) => Math.min(Math.max(number, least), most);
  const rounded = (number) => String(Math.round(number * 10) / 10);

  class Covering extends window.StimulusModule.Controller {
    static targets = ["drawing", "picture", "canvas", "unseen", "rows", "row", "blank", "adding"];
    static values = { most: Number, name: String };

    connect() {
      this.boxes = new Map();
      this.rowTargets.filter((row) => !this.typedIn(row)).forEach((row) => row.remove());
      this.rowTargets.forEach((row) => this.offerRemoval(row));
      this.addingTarget.hidden = false;
      this.file = this.element.closest("form").querySelector('input[type="file"]');
      this.chosen = () => this.show();
      this.file?.addEventListener("change", this.chosen);
      for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel"])
        this.pictureTarget.addEventListener(name, (event) => this[name](event));
      this.show();
    }

    disconnect() {
      this.file?.removeEventListener("change", this.chosen);
    }

    // The picture

    async show() {
      const file = this.file?.files[0];
      this.drawingTarget.hidden = true;
      this.unseenTarget.hidden = true;
      if (!file) return;
      try {
        this.draw(await createImageBitmap(file, { imageOrientation: "from-image" }));
        this.drawingTarget.hidden = false;
        this.rowTargets.forEach((row) => this.place(row));
      } catch {
        this.unseenTarget.hidden = false;
      }
    }

    draw(bitmap) {
      const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
      const canvas = this.canvasTarget;
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
    }

    // The rows of numbers

    add() {
      const isSeen = !this.drawingTarget.hidden;
      const row = this.newRow(isSeen ? { left: 40, top: 40, width: 20, height: 20 } : null);
      if (row) (isSeen ? this.boxes.get(row) : row.querySelector("input")).focus();
    }

    newRow(rectangle) {
      if (this.rowTargets.length >= this.mostValue) return null;
      this.rowsTarget.append(this.blankTarget.content.cloneNode(true));
      const row = this.rowsTarget.lastElementChild;
      this.offerRemoval(row);
      if (rectangle) this.write(row, rectangle);
      this.number();
      return row;
    }

    remove(event) {
      this.removeRow(event.target.closest("li"));
      this.addingTarget.focus();
    }

    removeRow(row) {
      this.boxes.get(row)?.remove();
      this.boxes.delete(row);
      row.remove();
      this.number();
    }

    offerRemoval(row) {
      row.querySelector("button").hidden = false;
    }

    typed(event) {
      this.place(event.target.closest("li"));
    }

    typedIn(row) {
      return SIDES.some((side) => this.field(row, side).value !== "");
    }

    field(row, side) {
      return row.querySelector(`[data-side="${side}"]`);
    }

    read(row) {
      return Object.fromEntries(SIDES.map((side) => [side, Number(this.field(row, side).value)]));
    }

    write(row, { left, top, width, height }) {
      const wide = between(width, SMALLEST, 100);
      const high = between(height, SMALLEST, 100);
      const kept = { left: between(left, 0, 100 - wide), top: between(top, 0, 100 - high), width: wide, height: high };
      SIDES.forEach((side) => { this.field(row, side).value = rounded(kept[side]); });
      this.place(row);
    }

    /* The fields are sent by the number of their row. */
    number() {
      this.rowsTarget.querySelectorAll("li").forEach((row, index) => {
        SIDES.forEach((side) => {
          const field = this.field(row, side);
          field.name = field.name.replace(/-(\d+|__number__)-(\w+)$/, `-${index}-$2`);
        });
        const box = this.boxes.get(row);
        if (box) box.ariaLabel = this.nameValue.replace("{number}", index + 1);
      });
    }

    // The boxes on the picture

    place(row) {
      const rectangle = this.read(row);
      const isWhole = rectangle.width > 0 && rectangle.height > 0;
      if (!this.boxes.has(row)) this.boxes.set(row, this.newBox(row));
      const box = this.boxes.get(row);
      box.hidden = !isWhole;
      SIDES.forEach((side) => { box.style[side] = `${rectangle[side]}%`; });
      if (!box.ariaLabel) this.number();
    }

    newBox(row) {
      const box = document.createElement("button");
      box.type = "button";
      box.className = "covering__box";
      box.append(Object.assign(document.createElement("span"), { className: "covering__corner" }));
      box.addEventListener("keydown", (event) => this.pressed(event, row));
      this.pictureTarget.append(box);
      return box;
    }

    pressed(event, row) {
      if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        this.removeRow(row);
        this.addingTarget.focus();
        return;
      }
      const [across, down] = MOVES[event.key] || [];
      if (across === undefined) return;
      event.preventDefault();
      const it = this.read(row);
      if (event.shiftKey) this.write(row, { ...it, width: it.width + across, height: it.height + down });
      else this.write(row, { ...it, left: it.left + across, top: it.top + down });
    }

    // Mouse and finger

    at(event) {
      const picture = this.canvasTarget.getBoundingClientRect();
      return {
        x: between(((event.clientX - picture.left) / picture.width) * 100, 0, 100),
        y: between(((event.clientY - picture.top) / picture.height) * 100, 0, 100),
      };
    }

    pointerdown(event) {
      if (event.button !== 0) return;
      const from = this.at(event);
      const box = event.target.closest(".covering__box");
      const row = box && [...this.boxes].find(([, each]) => each === box)[0];
      const isCorner = event.target.matches(".covering__corner");
      this.drag = { from, row, isCorner, before: row && this.read(row) };
      this.pictureTarget.setPointerCapture(event.pointerId);
      event.preventDefault();
      box?.focus();
    }

    pointermove(event) {
      if (!this.drag) return;
      const { from, before, isCorner } = this.drag;
      const to = this.at(event);
      const [across, down] = [to.x - from.x, to.y - from.y];
      if (before && isCorner) this.write(this.drag.row, { ...before, width: before.width + across, height: before.height + down });
      else if (before) this.write(this.drag.row, { ...before, left: before.left + across, top: before.top + down });
      else this.drawn(from, to);
    }

    drawn(from, to) {
      const rectangle = {
        left: Math.min(from.x, to.x),
        top: Math.min(from.y, to.y),
        width: Math.abs(to.x - from.x),
        height: Math.abs(to.y - from.y),
      };
      if (!this.drag.row && Math.min(rectangle.width, rectangle.height) >= SMALLEST)
        this.drag.row = this.newRow(rectangle);
      else if (this.drag.row) this.write(this.drag.row, rectangle);
    }

    pointerup() {
      const { row, before } = this.drag || {};
      this.drag = null;
      if (row && !before) this.boxes.get(row).focus();
    }

    pointercancel() {
      this.drag = null;
    }
  }

  window.wagtail.app.register("covering", Covering);
})();
