/**
 * What a person signs: a name, and where something is decided a reason.
 */

/** Why this is no name: the same person must not pass for two by a blank (rule PRO-9). */
export function refusePerson(by: string): 'PERSON_UNNAMED' | undefined {
  return by === '' || by !== by.trim() ? 'PERSON_UNNAMED' : undefined;
}

/** Why this is no reason (rule SET-20). */
export function refuseReason(reason: string): 'REASON_MISSING' | undefined {
  return reason.trim() === '' ? 'REASON_MISSING' : undefined;
}
