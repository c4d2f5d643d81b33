/** СНИЛС, 11 digits (DOMAIN §1.3): check sum of the first nine by weights 9…1, mod 101, 100 → 00; only numbers above 001-001-998 carry it. */
export function isSnils(digits: string): boolean {
  if (!/^\d{11}$/.test(digits) || /^0+$/.test(digits)) return false
  if (Number(digits.slice(0, 9)) <= 1_001_998) return true
  return snilsCheck(digits.slice(0, 9)) === digits.slice(9)
}

/** The two check digits for nine digits. */
export function snilsCheck(nine: string): string {
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0)
  return String((sum % 101) % 100).padStart(2, '0')
}

export function formatSnils(digits: string): string {
  return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6, 9)} ${digits.slice(9)}`
}
