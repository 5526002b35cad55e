// Keeps a translated page true. Translators of browsers put <font> elements in the place of text nodes; the program goes on
// changing the nodes that it made, which nobody sees any more, and cannot remove what stands in their place. Here every
// node that was replaced is remembered: when its text changes it comes back, to be translated anew.
(function () {
  "use strict";
  // What stands in the place of a text node.
  var standIns = new WeakMap();

  function comeBack(records) {
    records.forEach(function (record) {
      var text = record.target;
      var standIn = standIns.get(text);
      if (standIn && standIn.parentNode) {
        standIns.delete(text);
        standIn.parentNode.replaceChild(text, standIn);
      }
    });
  }

  function isFont(node) {
    return node !== null && node.nodeName === "FONT";
  }

  var ofTexts = new MutationObserver(comeBack);
  new MutationObserver(function (records) {
    records.forEach(function (record) {
      record.removedNodes.forEach(function (node) {
        if (node.nodeType !== Node.TEXT_NODE || node.isConnected) {
          return;
        }
        var standIn = Array.prototype.find.call(record.addedNodes, isFont);
        if (!standIn) {
          standIn = [record.previousSibling, record.nextSibling].find(isFont);
        }
        if (standIn) {
          standIns.set(node, standIn);
          ofTexts.observe(node, { characterData: true });
        }
      });
    });
  }).observe(document.documentElement, { childList: true, subtree: true });

  // The stand-in of a child that is no child any more.
  function standInOf(child, parent) {
    var standIn = child && child.parentNode !== parent ? standIns.get(child) : undefined;
    return standIn && standIn.parentNode === parent ? standIn : undefined;
  }

  var removeChild = Node.prototype.removeChild;
  Node.prototype.removeChild = function (child) {
    var standIn = standInOf(child, this);
    if (standIn) {
      standIns.delete(child);
      removeChild.call(this, standIn);
      return child;
    }
    return removeChild.call(this, child);
  };
  var insertBefore = Node.prototype.insertBefore;
  Node.prototype.insertBefore = function (node, reference) {
    return insertBefore.call(this, node, standInOf(reference, this) || reference);
  };
})();
