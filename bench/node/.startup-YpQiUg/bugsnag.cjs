const sdk = require('@bugsnag/js')
sdk.start({
  apiKey: '0123456789abcdef0123456789abcdef',
  endpoints: {
    notify: 'http://127.0.0.1:42369/notify',
    sessions: 'http://127.0.0.1:42369/sessions',
  },
})

setTimeout(() => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const cpu = (userCPUTime + systemCPUTime) / 1000
  const { stdout, moduleLoadList } = process
  const figures = { cpu, rss: process.memoryUsage.rss() / 2 ** 20, parts: moduleLoadList.length }
  stdout.write(JSON.stringify(figures), () => process.exit())
}, 100)
