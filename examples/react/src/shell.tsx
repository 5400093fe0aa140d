import { NavLink, Outlet } from 'react-router'

export function Shell() {
  return (
    <>
      <nav>
        <NavLink to="/">Home</NavLink> <NavLink to="/orders/7">Order 7</NavLink>{' '}
        <NavLink to="/orders/13">Order 13</NavLink>
      </nav>
      <Outlet />
    </>
  )
}
