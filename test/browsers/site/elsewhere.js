// A script that pages load from another origin. It fails at once, and whenever it is asked to.

globalThis.throwElsewhere = function throwElsewhere() {
  throw new TypeError('thrown elsewhere')
}

throw new TypeError('thrown while loading')
