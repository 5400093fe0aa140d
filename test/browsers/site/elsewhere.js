// A script that pages load from another origin.

globalThis.throwElsewhere = function throwElsewhere() {
  throw new TypeError('thrown elsewhere')
}
