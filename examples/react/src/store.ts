import { createReduxEnhancer } from '@mayday/react'
import { configureStore, createSlice } from '@reduxjs/toolkit'

const cart = createSlice({
  name: 'cart',
  initialState: { tea: 0, card: '4111 1111 1111 1111' },
  reducers: {
    addTea: (state) => {
      state.tea += 1
    },
    pay: () => {
      throw new Error('The card was refused')
    },
  },
})

export const { addTea, pay } = cart.actions

export const store = configureStore({
  reducer: cart.reducer,
  // Of the state, nothing leaves but what is named.
  enhancers: (all) => all().concat(createReduxEnhancer({ state: ['tea'] })),
})
