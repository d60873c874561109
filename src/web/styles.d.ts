declare module 'virtual:shared-styles.css'
declare module '@fontsource-variable/inter/wght.css'
