export { default as MapView } from './map-view.vue'
export { default as NorthArrow } from './north-arrow.vue'
export { boundsOf, formatCoordinates, formatDistance, groundOf, middleOf, scaleBar, squareAround } from './geometry.ts'
export type { LatLon, MapCluster, MapHandle, MapImage, MapLabel, MapLine, MapPoint, MapWindow, PointRole } from './map-types.ts'
