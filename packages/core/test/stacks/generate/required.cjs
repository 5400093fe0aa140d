exports.required = {
  open: () => {
    throw new Error('failed')
  },
  fail: () => {
    require('node:module')._load('./missing-by-intent.cjs', module)
  },
}
