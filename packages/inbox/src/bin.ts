#!/usr/bin/env node
import { run } from './terminal/run.js'

run(process.argv.slice(2))
