const sdk = require('@honeybadger-io/js')
sdk.configure({ apiKey: '0123456789abcdef0123456789abcdef', endpoint: 'http://127.0.0.1:42369' })

setTimeout(() => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const cpu = (userCPUTime + systemCPUTime) / 1000
  const { stdout, moduleLoadList } = process
  const figures = { cpu, rss: process.memoryUsage.rss() / 2 ** 20, parts: moduleLoadList.length }
  stdout.write(JSON.stringify(figures), () => process.exit())
}, 100)
