// pure
export { plain } from '@fettle/shared/plain';
