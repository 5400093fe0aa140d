import { inEngine } from './bed.js'
import { firefox } from './engines/index.js'
import { suites } from './suites/index.js'

inEngine(firefox, suites)
