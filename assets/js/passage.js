// passage: <form data-passage>. Words selected in the piece are what the form is about; without scripts they are pasted into it.
export function passage(form) {
  const button = form.querySelector("[data-passage-take]");
  const block_of = (node) => node && (node.nodeType === 1 ? node : node.parentElement).closest("[data-field]");
  let words = null;

  function look() {
    const selection = getSelection();
    const block = selection.rangeCount && !selection.isCollapsed ? block_of(selection.anchorNode) : null;
    const text = selection.toString().trim();
    if (!block || !text || block_of(selection.focusNode) !== block) return;
    const before = document.createRange();
    const chosen = selection.getRangeAt(0);
    before.setStart(block, 0);
    before.setEnd(chosen.startContainer, chosen.startOffset);
    words = { field: block.dataset.field, text, at: before.toString().length };
    const end = chosen.endContainer.nodeType === 1 ? chosen.endContainer : chosen.endContainer.parentElement;
    (end.closest("p") || block.lastElementChild).after(button);
    button.hidden = false;
  }

  document.addEventListener("pointerup", (event) => !button.contains(event.target) && setTimeout(look));
  document.addEventListener("keyup", (event) => event.shiftKey && look());
  button.addEventListener("click", () => {
    const box = form.elements;
    box.field.value = words.field;
    box.quote.value = words.text;
    box.at.value = words.at;
    box.quote.closest("details").open = true;
    button.hidden = true;
    form.scrollIntoView();
    box.comment.focus();
  });
}
