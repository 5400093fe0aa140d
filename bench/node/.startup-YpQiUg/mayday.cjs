const sdk = require('@mayday/node')
sdk.init({ dsn: 'http://public@127.0.0.1:42369/1' })

setTimeout(() => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const cpu = (userCPUTime + systemCPUTime) / 1000
  const { stdout, moduleLoadList } = process
  const figures = { cpu, rss: process.memoryUsage.rss() / 2 ** 20, parts: moduleLoadList.length }
  stdout.write(JSON.stringify(figures), () => process.exit())
}, 100)
