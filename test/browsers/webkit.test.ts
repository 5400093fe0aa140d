import { inEngine } from './bed.js'
import { webkit } from './engines/index.js'
import { suites } from './suites/index.js'

inEngine(webkit, suites)
