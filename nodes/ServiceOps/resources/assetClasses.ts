/*
 * The `type` of an asset on the wire (assets.md section 0).
 */

export const HARDWARE = 'HardwareAsset';
export const SOFTWARE = 'SoftwareAsset';
export const NON_IT = 'NonITAsset';
