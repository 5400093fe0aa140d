import type { Integration } from '../../integration.js'
import { rememberFlag } from './buffer.js'

interface GateEvaluation {
  gate: { name: string; value: boolean }
}

type Subscribe = (name: 'gate_evaluation', listener: (event: GateEvaluation) => void) => void

export interface StatsigOptions {
  /** A `StatsigClient` of `@statsig/js-client`. */
  featureFlagClient: { on: Subscribe; off?: Subscribe }
}

/** Tells with each event which of Statsig's gates were open: those that were asked for. */
export function statsigIntegration({ featureFlagClient }: StatsigOptions): Integration {
  return {
    name: 'Statsig',
    setup() {
      const listener = ({ gate }: GateEvaluation): void => rememberFlag(gate.name, gate.value)
      featureFlagClient.on('gate_evaluation', listener)
      return () => featureFlagClient.off?.('gate_evaluation', listener)
    },
  }
}
