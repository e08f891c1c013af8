export { default as MapView } from './map-view.vue'
export { boundsOf, formatCoordinates, formatDistance, middleOf, ringAt, squareAround } from './geometry.ts'
export type { LatLon, MapCluster, MapHandle, MapImage, MapLabel, MapLine, MapPoint, MapWindow, PointRole } from './map-types.ts'
