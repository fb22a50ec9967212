import { createContext, useContext } from 'react'
import type { Services } from '../services.ts'

const ServicesContext = createContext<Services | undefined>(undefined)

export const ServicesProvider = ServicesContext.Provider

export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (services === undefined) throw new Error('There are no services around this component.')
  return services
}
