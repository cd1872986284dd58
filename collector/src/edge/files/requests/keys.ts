// pure
export const itemKeys = [
  'name',
  'description',
  'enabled',
  'script',
  'parameters',
  'questions',
  'scope',
  'approval',
  'at-device',
  'within',
] as const;

export const questionKeys = ['label', 'required', 'choices', 'parameter'] as const;
export const approvals = ['none', 'technician', 'manager'] as const;
