import { inEngine } from './bed.js'
import { chromium } from './engines/index.js'
import { suites } from './suites/index.js'

inEngine(chromium, suites)
