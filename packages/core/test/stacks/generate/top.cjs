throw new Error('failed')
