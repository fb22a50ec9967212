import type { AddressBook } from '../governance/addressBook.ts'
import { catalogue, readCalls, subjectsOf } from '../governance/catalogue.ts'
import {
  type BlockRef,
  type ParameterId,
  type ParameterSet,
  type ParameterValue,
  parameterId,
} from '../governance/parameter.ts'
import { type Chain, readBlock } from './client.ts'
