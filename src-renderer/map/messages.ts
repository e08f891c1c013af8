/** Words on the map itself; screens bring their own. */
export const messages = {
  en: {
    map: 'Map', zoomIn: 'Zoom in', zoomOut: 'Zoom out', fit: 'Show all', base: 'Base map', offline: 'Offline outline', missing: 'This base map cannot be shown',
    add: 'Tile servers and archives are added in Settings.', north: 'North is up', turned: 'North is turned by {degrees}°. Turn it up again', turnLeft: 'Turn left', turnRight: 'Turn right', corner: 'Corner {n} at {at}'
  },
  zh: {
    map: '地图', zoomIn: '放大', zoomOut: '缩小', fit: '显示全部', base: '底图', offline: '离线轮廓图', missing: '无法显示此底图',
    add: '可在设置中添加瓦片服务器和瓦片文件。', north: '上方为北', turned: '北已旋转 {degrees}°。恢复上方为北', turnLeft: '向左旋转', turnRight: '向右旋转', corner: '第 {n} 个顶点:{at}'
  }
}
